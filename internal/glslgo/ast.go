package glslgo

// symbolKind tells what a name stands for.
type symbolKind uint8

const (
	symLocal symbolKind = iota
	symParam
	symGlobal
	symConst
	symUniform
	symOutput
	symFragCoord
)

// symbol is a declared variable.
type symbol struct {
	name string
	kind symbolKind
	typ  dataType
	pos  Pos
	id   int
	// init is the initialiser of a constant or a global, nil otherwise.
	init expr
	// constant marks a constant whose initialiser is a constant expression; intValue holds its value if isInt.
	constant bool
	isInt    bool
	intValue int
	// writes counts assignments after the declaration.
	writes int
	// users are the functions that mention a global.
	users map[*function]bool
}

// setInit gives a constant or global its initial value.
func (s *symbol) setInit(x expr) {
	s.init = x
	s.constant = s.kind == symConst && isConst(x)
	if s.constant {
		s.intValue, s.isInt = constInt(x)
	}
}

// expr is a typed expression.
type expr interface {
	at() Pos
	typ() dataType
}

// typed is the part that all expressions share.
type typed struct {
	pos Pos
	t   dataType
}

func (e *typed) at() Pos       { return e.pos }
func (e *typed) typ() dataType { return e.t }

type (
	// literal is a scalar constant; booleans are 0 or 1.
	literal struct {
		typed
		val float64
	}
	// ref names a variable.
	ref struct {
		typed
		sym *symbol
	}
	// unary is -x, !x or ~x.
	unary struct {
		typed
		op string
		x  expr
	}
	// step is ++ or --.
	step struct {
		typed
		op     string
		x      expr
		prefix bool
	}
	// binary is arithmetic or a comparison.
	binary struct {
		typed
		op   string
		x, y expr
	}
	// logical is &&, || or ^^; result holds it where the right side must not always run.
	logical struct {
		typed
		op     string
		x, y   expr
		result *symbol
	}
	// cond is c ? x : y; result holds it where both sides cannot be computed at once.
	cond struct {
		typed
		c, x, y expr
		result  *symbol
	}
	// assign is = (op empty) or an operator with assignment (op "+" for +=).
	assign struct {
		typed
		op   string
		l, r expr
	}
	// call calls a function of the shader.
	call struct {
		typed
		fn   *function
		args []expr
	}
	// builtin calls a function of the language.
	builtin struct {
		typed
		name string
		args []expr
	}
	// construct is a constructor of the type of the expression.
	construct struct {
		typed
		args []expr
	}
	// index is x[i].
	index struct {
		typed
		x, i expr
	}
	// member selects slots of x: a swizzle or a structure member.
	member struct {
		typed
		x     expr
		slots []int
	}
	// comma is x, y.
	comma struct {
		typed
		x, y expr
	}
)

// stmt is a statement.
type stmt interface{}

type (
	// declStmt declares one variable.
	declStmt struct {
		sym  *symbol
		init expr
	}
	exprStmt struct{ x expr }
	// ifStmt has a nil otherwise where there is no else.
	ifStmt struct {
		c               expr
		then, otherwise stmt
	}
	// loopStmt is for, while and do. A nil condition is true. The condition is tested after the body if post.
	loopStmt struct {
		id     int
		pos    Pos
		init   []stmt
		c      expr
		inc    expr
		body   stmt
		post   bool
		unroll bool
	}
	// switchStmt holds the cases in order; a break leaves it.
	switchStmt struct {
		id    int
		x     *symbol
		init  expr
		hit   *symbol
		cases []switchCase
	}
	switchCase struct {
		// tests is what the selector is compared with; isDefault also matches the rest.
		tests     []expr
		isDefault bool
		body      *block
	}
	// jump is break, continue or return.
	jump struct {
		pos  Pos
		verb string
		x    expr
	}
	block struct{ list []stmt }
)

// param is a parameter; a copy goes in, out or both ways.
type param struct {
	sym     *symbol
	in, out bool
}

// function is a function of the shader.
type function struct {
	name   string
	pos    Pos
	result dataType
	params []param
	body   *block
	id     int

	// Set by summarize: what a call may do besides computing its result.
	summarized  bool
	writes      bool // assigns a global, itself or through calls
	readsState  bool // reads a mutable global or gl_FragCoord
	hasLoop     bool
	hasOpenLoop bool // while or do
}

// hasOut reports whether a call assigns to an argument.
func (f *function) hasOut() bool {
	for _, p := range f.params {
		if p.out {
			return true
		}
	}
	return false
}

// program is a parsed and checked shader.
type program struct {
	uniforms []*symbol
	samplers []*symbol
	consts   []*symbol
	globals  []*symbol
	output   *symbol
	main     *function
}
