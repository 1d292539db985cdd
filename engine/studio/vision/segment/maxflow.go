package segment

// graph is a two-terminal flow network solved by the augmenting-tree algorithm of Boykov and Kolmogorov ("An Experimental
// Comparison of Min-Cut/Max-Flow Algorithms", PAMI 2004): one search tree grows from each terminal, a path is augmented
// where they meet, and the subtrees cut off by it are adopted again or freed.
type graph struct {
	first    []int32   // first outgoing arc of each node, -1 for none
	terminal []float32 // residual capacity from the source (positive) or to the sink (negative)
	parent   []int32   // arc towards the tree's root, or one of the marks below
	sinkTree []bool
	stamp    []int32 // time at which dist was known to be right
	dist     []int32 // distance to the root
	active   []int32 // queue of nodes that may grow
	queued   []bool
	orphans  []int32
	arcs     []arc
	now      int32
}

type arc struct {
	to, next, reverse int32
	residual          float32
}

// Marks in graph.parent.
const (
	free       = -1
	atTerminal = -2
	orphaned   = -3
)

const saturated = 1e-6

func newGraph(nodes, edges int) *graph {
	g := &graph{
		first: make([]int32, nodes), terminal: make([]float32, nodes), parent: make([]int32, nodes),
		sinkTree: make([]bool, nodes), stamp: make([]int32, nodes), dist: make([]int32, nodes),
		queued: make([]bool, nodes), arcs: make([]arc, 0, 2*edges),
	}
	for i := range g.first {
		g.first[i], g.parent[i] = -1, free
	}
	return g
}

// edge joins two nodes with the same capacity in both directions.
func (g *graph) edge(i, j int, capacity float64) {
	a := int32(len(g.arcs))
	g.arcs = append(g.arcs,
		arc{to: int32(j), next: g.first[i], reverse: a + 1, residual: float32(capacity)},
		arc{to: int32(i), next: g.first[j], reverse: a, residual: float32(capacity)})
	g.first[i], g.first[j] = a, a+1
}

// fromSource tells, after solve, on which side of the minimum cut a node lies.
func (g *graph) fromSource(i int) bool { return g.parent[i] != free && !g.sinkTree[i] }

func (g *graph) activate(i int32) {
	if !g.queued[i] {
		g.queued[i] = true
		g.active = append(g.active, i)
	}
}

func (g *graph) solve() {
	for i, capacity := range g.terminal {
		if capacity != 0 {
			g.sinkTree[i] = capacity < 0
			g.parent[i], g.dist[i] = atTerminal, 1
			g.activate(int32(i))
		}
	}
	head := 0
	for head < len(g.active) {
		i := g.active[head]
		bridge := int32(-1)
		if g.parent[i] != free {
			bridge = g.grow(i)
		}
		g.now++
		if bridge >= 0 {
			g.augment(bridge)
			g.adopt()
			continue
		}
		g.queued[i] = false
		head++
		if head > 1<<20 {
			g.active = append(g.active[:0], g.active[head:]...)
			head = 0
		}
	}
}

// towardsRoot is the capacity along the arc in the direction in which flow runs through the tree of node i.
func (g *graph) towardsRoot(a int32, sink bool) float32 {
	if sink {
		return g.arcs[g.arcs[a].reverse].residual
	}
	return g.arcs[a].residual
}

// grow extends the tree from node i and returns an arc from the source tree to the sink tree, or -1.
func (g *graph) grow(i int32) int32 {
	sink := g.sinkTree[i]
	for a := g.first[i]; a >= 0; a = g.arcs[a].next {
		if g.towardsRoot(a, sink) <= saturated {
			continue
		}
		j := g.arcs[a].to
		switch {
		case g.parent[j] == free:
			g.sinkTree[j] = sink
			g.attach(j, a, i)
			g.activate(j)
		case g.sinkTree[j] != sink:
			if sink {
				return g.arcs[a].reverse
			}
			return a
		case g.stamp[j] <= g.stamp[i] && g.dist[j] > g.dist[i]:
			g.attach(j, a, i)
		}
	}
	return -1
}

func (g *graph) attach(j, a, i int32) {
	g.parent[j] = g.arcs[a].reverse
	g.stamp[j], g.dist[j] = g.stamp[i], g.dist[i]+1
}

// augment pushes the bottleneck along the path through the bridge.
func (g *graph) augment(bridge int32) {
	tail, head := g.arcs[g.arcs[bridge].reverse].to, g.arcs[bridge].to
	push := min(g.arcs[bridge].residual, g.bottleneck(tail, false), g.bottleneck(head, true))
	g.arcs[bridge].residual -= push
	g.arcs[g.arcs[bridge].reverse].residual += push
	g.pushPath(tail, false, push)
	g.pushPath(head, true, push)
}

func (g *graph) bottleneck(i int32, sink bool) float32 {
	least := float32(1e30)
	for g.parent[i] != atTerminal {
		p := g.parent[i]
		least = min(least, g.towardsRoot(g.arcs[p].reverse, sink))
		i = g.arcs[p].to
	}
	if sink {
		return min(least, -g.terminal[i])
	}
	return min(least, g.terminal[i])
}

func (g *graph) pushPath(i int32, sink bool, push float32) {
	for g.parent[i] != atTerminal {
		p := g.parent[i]
		used, back := g.arcs[p].reverse, p
		if sink {
			used, back = back, used
		}
		g.arcs[used].residual -= push
		g.arcs[back].residual += push
		if g.arcs[used].residual <= saturated {
			g.orphan(i)
		}
		i = g.arcs[p].to
	}
	if sink {
		g.terminal[i] += push
	} else {
		g.terminal[i] -= push
	}
	if max(g.terminal[i], -g.terminal[i]) <= saturated {
		g.orphan(i)
	}
}

func (g *graph) orphan(i int32) {
	g.parent[i] = orphaned
	g.orphans = append(g.orphans, i)
}

func (g *graph) adopt() {
	for len(g.orphans) > 0 {
		i := g.orphans[len(g.orphans)-1]
		g.orphans = g.orphans[:len(g.orphans)-1]
		if a, d := g.newParent(i); a >= 0 {
			g.parent[i], g.stamp[i], g.dist[i] = a, g.now, d+1
			continue
		}
		g.release(i)
	}
}

// newParent finds the neighbour of i in its tree that is nearest to the root and still connected to it.
func (g *graph) newParent(i int32) (best, dist int32) {
	best, dist = -1, 1<<30
	sink := g.sinkTree[i]
	for a := g.first[i]; a >= 0; a = g.arcs[a].next {
		j := g.arcs[a].to
		if g.parent[j] == free || g.sinkTree[j] != sink || g.towardsRoot(g.arcs[a].reverse, sink) <= saturated {
			continue
		}
		if d, ok := g.rootDistance(j); ok && d < dist {
			best, dist = a, d
		}
	}
	return best, dist
}

// rootDistance walks to the root of j's tree and stamps the way, so that later walks stop early.
func (g *graph) rootDistance(j int32) (int32, bool) {
	d := int32(0)
	k := j
	for {
		if g.stamp[k] == g.now {
			d += g.dist[k]
			break
		}
		d++
		p := g.parent[k]
		if p == atTerminal {
			g.stamp[k], g.dist[k] = g.now, 1
			break
		}
		if p < 0 {
			return 0, false
		}
		k = g.arcs[p].to
	}
	left := d
	for k = j; g.stamp[k] != g.now; k = g.arcs[g.parent[k]].to {
		g.stamp[k], g.dist[k] = g.now, left
		left--
	}
	return d, true
}

func (g *graph) release(i int32) {
	g.parent[i] = free
	for a := g.first[i]; a >= 0; a = g.arcs[a].next {
		j := g.arcs[a].to
		if g.parent[j] == free || g.sinkTree[j] != g.sinkTree[i] {
			continue
		}
		if g.towardsRoot(g.arcs[a].reverse, g.sinkTree[i]) > saturated {
			g.activate(j)
		}
		if p := g.parent[j]; p >= 0 && g.arcs[p].to == i {
			g.orphan(j)
		}
	}
}
