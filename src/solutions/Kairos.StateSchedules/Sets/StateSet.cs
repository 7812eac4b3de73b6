using System.Collections.Frozen;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Sets;

/// <summary>The mappings that this server runs.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class StateSet
{
    private readonly FrozenDictionary<string, MappedTable> _byName;

    internal StateSet(StateSchedulesOptions options, TimeProvider time) =>
        _byName = options.Mappings.Select(mapping => Open(mapping, options, time)).ToFrozenDictionary(static unit => unit.Name, StringComparer.Ordinal);

    /// <summary>By name.</summary>
    internal IEnumerable<MappedTable> All => _byName.Values.OrderBy(static unit => unit.Name, StringComparer.Ordinal);

    internal MappedTable? Find(string mapping) => _byName.GetValueOrDefault(mapping);

    /// <exception cref="ArgumentException">Two mappings have one name, or the same rows.</exception>
    internal static void Check(StateSchedulesOptions options)
    {
        Dictionary<string, StateMapping> known = new(StringComparer.Ordinal);
        foreach (StateMapping mapping in options.Mappings)
        {
            if (known.Values.Select(other => MappingOverlap.Fault(mapping, other)).FirstOrDefault(static fault => fault is not null) is { } shared)
            {
                throw new ArgumentException($"The mapping '{mapping.Name}' {shared}", nameof(options));
            }

            if (!known.TryAdd(mapping.Name, mapping))
            {
                throw new ArgumentException($"Two mappings are called '{mapping.Name}': give each a name of its own.", nameof(options));
            }
        }
    }

    private static MappedTable Open(StateMapping mapping, StateSchedulesOptions options, TimeProvider time)
    {
        if (options is { Tables: { } tables, Installers: { } installers })
        {
            return new MappedTable(mapping, tables(mapping), installers(mapping));
        }

        StateDatabase database = options.Databases(mapping);
        return new MappedTable(
            mapping,
            new StateTable(mapping, database.Kind, database.Source, new StateTableOptions()),
            new DatabaseInstaller(database, mapping, time));
    }
}
