using Kairos.PostgreSql.Tests;

[assembly: AssemblyFixture(typeof(DatabasePool))]
