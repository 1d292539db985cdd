package render

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
)

// Task is something that one node at a time does now and then, such as removing
// what has expired. It must be able to run twice.
type Task struct {
	Name string
	Run  func(ctx context.Context) error
}

// upkeepJob makes a node run the upkeep tasks.
type upkeepJob struct{}

// Kind names the job in the queue.
func (upkeepJob) Kind() string { return "upkeep" }

// periodicJobs has the queue's leader insert an upkeep job now and then, unless
// one is waiting.
func (s *Service) periodicJobs() []*river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) {
		return upkeepJob{}, &river.InsertOpts{
			Queue: queueUpkeep, MaxAttempts: 1,
			UniqueOpts: river.UniqueOpts{ByPeriod: s.cfg.UpkeepEvery},
		}
	}
	return []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(s.cfg.UpkeepEvery), insert,
		&river.PeriodicJobOpts{RunOnStart: true})}
}

// upkeepWorker does the jobs of kind upkeep.
type upkeepWorker struct {
	river.WorkerDefaults[upkeepJob]
	service *Service
}

// Work runs all tasks; one that fails does not keep the others from running.
func (w *upkeepWorker) Work(ctx context.Context, _ *river.Job[upkeepJob]) error {
	return w.service.RunUpkeep(ctx)
}

// RunUpkeep runs all upkeep tasks once.
func (s *Service) RunUpkeep(ctx context.Context) error {
	var failed error
	for _, t := range s.cfg.Upkeep {
		if err := t.Run(ctx); err != nil {
			failed = errors.Join(failed, fmt.Errorf("upkeep task %s: %w", t.Name, err))
		}
	}
	return failed
}
