package webhook

import "context"

// Claim is the first half of Deliver, for tests of processes that die after it.
func (s *Service) Claim(ctx context.Context, endpoint int64) error {
	_, err := s.claim(ctx, endpoint)
	return err
}

// Signed is a body and what stands for it in the signature.
func Signed(generation int64, o Outcome, e Encoding) (body, encoded string, err error) {
	p := newPayload(generation, o)
	raw, err := p.json()
	if err != nil {
		return "", "", err
	}
	encoded, err = e.encode(p)
	return string(raw), encoded, err
}

// Sign and Percent are tested against known answers.
var (
	Sign    = sign
	Percent = percent
)
