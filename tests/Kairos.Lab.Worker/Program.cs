using Kairos.Lab.Chaos.Nodes;
using Kairos.Lab.Databases;

if (args is ["node"])
{
    // A node of a chaos run, told on standard input who it is.
    await LabNode.RunAsync(Console.In, Console.Out, CancellationToken.None);
    return;
}

// Says where its server is, and holds it until it is killed.
await using PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), CancellationToken.None);
Console.WriteLine($"ready {server.Port} {server.PostmasterId} {server.Folder}");
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
