"""What bin/bench can measure, one part each; measure(bench) gives its findings."""
