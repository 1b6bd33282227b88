package shop

import (
	"os"
	"sync"
)

func readAll(names []string) {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			continue
		}
		// ruleid: go.correctness.defer-in-loop
		defer file.Close()
	}
	for _, name := range names {
		func() {
			file, err := os.Open(name)
			if err != nil {
				return
			}
			// ok: go.correctness.defer-in-loop
			defer file.Close()
		}()
	}
}

func readOne(name string) {
	// ruleid: go.correctness.ignored-error
	text, _ := os.ReadFile(name)
	// ok: go.correctness.ignored-error
	text, err := os.ReadFile(name)
	use(text, err)
}

// ruleid: go.correctness.copied-lock
func count(mutex sync.Mutex, n int) {
	mutex.Lock()
}

// ok: go.correctness.copied-lock
func countWell(mutex *sync.Mutex, n int) {
	mutex.Lock()
}
