using Kairos.Lab.Databases;

// Says where its server is, and holds it until it is killed.
await using PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), CancellationToken.None);
Console.WriteLine($"ready {server.Port} {server.PostmasterId} {server.Folder}");
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
