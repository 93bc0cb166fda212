"""Real engines that no package of the system gives, for the tests: fetched once, started on free ports."""
