namespace Kairos.StateSchedules.Mapping;

/// <summary>Mappings of which each would undo what the other writes.</summary>
public static class MappingOverlap
{
    /// <summary>Why two mappings can't both be kept, with the remedy; null where nothing shows that they share rows.</summary>
    /// <remarks>Whether two filters meet only the database could tell, row by row.</remarks>
    public static string? Fault(StateMapping mapping, StateMapping other)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(other);
        return mapping.Name != other.Name && mapping.Connection == other.Connection && mapping.Table == other.Table && mapping.NextChange == other.NextChange
            && (mapping.Filter is null || other.Filter is null || mapping.Filter.Trim() == other.Filter.Trim())
            ? $"shares rows of {mapping.Table} and its column {mapping.NextChange} with '{other.Name}', and each would overwrite when the other's rows change: give both filters that share no row, or one of them another nextChange."
            : null;
    }
}
