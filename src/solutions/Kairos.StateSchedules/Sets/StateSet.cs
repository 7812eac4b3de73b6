using System.Collections.Frozen;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Sets;

/// <summary>The mappings that this server runs.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class StateSet
{
    private readonly FrozenDictionary<string, MappedTable> _byName;

    /// <exception cref="ArgumentException">Two mappings have one name, or there is nothing that opens their tables.</exception>
    internal StateSet(StateSchedulesOptions options)
    {
        Func<StateMapping, IStateTable> tables = options.Tables ?? throw new ArgumentException("The options do not tell how tables are opened.", nameof(options));
        Func<StateMapping, IInstaller> installers = options.Installers ?? throw new ArgumentException("The options do not tell how mappings are installed.", nameof(options));
        Dictionary<string, MappedTable> byName = new(StringComparer.Ordinal);
        foreach (StateMapping mapping in options.Mappings)
        {
            if (!byName.TryAdd(mapping.Name, new MappedTable(mapping, tables(mapping), installers(mapping))))
            {
                throw new ArgumentException($"Two mappings are called '{mapping.Name}': give each a name of its own.", nameof(options));
            }
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>By name.</summary>
    internal IEnumerable<MappedTable> All => _byName.Values.OrderBy(static unit => unit.Name, StringComparer.Ordinal);

    internal MappedTable? Find(string mapping) => _byName.GetValueOrDefault(mapping);
}
