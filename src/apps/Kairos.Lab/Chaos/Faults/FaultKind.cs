namespace Kairos.Lab.Chaos.Faults;

/// <summary>Something that can be made to fail.</summary>
/// <param name="Name">Faults are counted by it.</param>
/// <param name="Weight">How often it comes in a round of all of them.</param>
internal abstract record FaultKind(string Name, int Weight);

/// <summary>Of one node's process.</summary>
/// <param name="Name">Faults are counted by it.</param>
/// <param name="Weight">How often it comes in a round of all of them.</param>
/// <param name="Do">Makes it and mends it, and returns when the node is up again.</param>
internal sealed record LifeFault(string Name, int Weight, Func<NodeSlot, Random, CancellationToken, Task> Do) : FaultKind(Name, Weight);

/// <summary>Of one node's network.</summary>
/// <param name="Name">Faults are counted by it.</param>
/// <param name="Weight">How often it comes in a round of all of them.</param>
/// <param name="Do">Makes it and mends it.</param>
internal sealed record NetFault(string Name, int Weight, Func<NodeSlot, Random, CancellationToken, Task> Do) : FaultKind(Name, Weight);

/// <summary>Of the database.</summary>
/// <param name="Name">Faults are counted by it.</param>
/// <param name="Weight">How often it comes in a round of all of them.</param>
/// <param name="Do">Makes it and mends it.</param>
internal sealed record DatabaseFault(string Name, int Weight, Func<DatabasePair, IReadOnlyList<NodeSlot>, Random, CancellationToken, Task> Do) : FaultKind(Name, Weight);
