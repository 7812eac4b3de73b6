using System.Collections.Immutable;

namespace Kairos.StateSchedules.Mapping;

/// <summary>What a file of mappings says: the mappings, or everything that is wrong with it.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record MappingReading
{
    /// <summary>All of the file, in its order; empty when there are faults.</summary>
    public required ImmutableArray<StateMapping> Mappings { get; init; }

    /// <summary>All that is wrong; empty when the file can be used.</summary>
    public required ImmutableArray<MappingFault> Faults { get; init; }

    /// <summary>Whether the file can be used.</summary>
    public bool IsUsable => Faults.IsEmpty;
}
