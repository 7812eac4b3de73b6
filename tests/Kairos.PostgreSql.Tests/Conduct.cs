using Kairos.PostgreSql.Tests;

[assembly: AssemblyFixture(typeof(DatabasePool))]

// Most of a test's time is waiting, for the server and for answers that never come.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
