using Kairos.Lab.Databases;

[assembly: AssemblyFixture(typeof(DatabaseYard))]
