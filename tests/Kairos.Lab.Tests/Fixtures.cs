using Kairos.Lab.Databases;

// One server for all tests that need only a database of their own.
[assembly: AssemblyFixture(typeof(DatabaseYard))]
