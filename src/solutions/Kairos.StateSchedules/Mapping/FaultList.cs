using System.Collections.Immutable;

namespace Kairos.StateSchedules.Mapping;

/// <summary>Collects faults: the first of each member, since a second one mostly follows from it.</summary>
internal sealed class FaultList
{
    private readonly List<MappingFault> _faults = [];
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    internal bool IsEmpty => _faults.Count == 0;

    internal void Add(string member, string message)
    {
        if (_members.Add(member))
        {
            _faults.Add(new MappingFault(member, message));
        }
    }

    internal ImmutableArray<MappingFault> ToArray() => [.. _faults];
}
