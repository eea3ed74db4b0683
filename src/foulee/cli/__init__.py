"""The command line: `foulee advise`, `project`, `new`, `explain`, `knowledge`, `demo`."""
