package catalog_test

import (
	"testing"

	"zoetrope"
)

// TestAgentsHaveALength prices requests that leave the length to the agent.
func TestAgentsHaveALength(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := []struct {
		name           string
		id             int64
		model, mode    string
		duration, want int
		priced         bool
	}{
		{"a fast tour", zoetrope.AgentRealEstate, "fast", "", 0, 30, true},
		{"a tour", zoetrope.AgentRealEstate, "pro", "property_tour", 0, 30, true},
		{"an advertisement of 15 s", zoetrope.AgentRealEstate, "pro", "ad_house_tour", 15, 15, true},
		{"an advertisement without a length", zoetrope.AgentRealEstate, "pro", "ad_house_tour", 0, 0, false},
		{"a recreation as long as its clip", zoetrope.AgentViral, "", "", 6, 6, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &zoetrope.AgentSpec{AgentID: tt.id, AspectRatio: "16:9", Mode: tt.mode, Images: []int64{1, 2, 3, 4, 5}}
			s.Model, s.Quality, s.Duration, s.Prompt = tt.model, zoetrope.Quality720, tt.duration, "a house by the sea"
			if tt.id == zoetrope.AgentViral {
				s.Clips = []int64{6}
			}
			c.Normalize(s)
			if s.Duration != tt.want {
				t.Errorf("duration %d, want %d", s.Duration, tt.want)
			}
			if err := c.Check(s); (err == nil) != tt.priced {
				t.Fatalf("check: %v", err)
			}
			if _, err := c.Price(s); (err == nil) != tt.priced {
				t.Errorf("price: %v", err)
			}
		})
	}
}
