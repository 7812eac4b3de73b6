// Processes that are timed and killed get the machine to themselves.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
