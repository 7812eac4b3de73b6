using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Schema;

/// <summary>The indexes of the status table that are a mapping's own, in whichever database.</summary>
internal sealed class OwnIndexes(StateMapping mapping, LiveTable table)
{
    private readonly ObjectNames _names = new(mapping.Name);

    /// <summary>Each with what stands behind its name in the statement that makes it.</summary>
    internal IEnumerable<(string Name, string Title, string Sql)> All()
    {
        yield return Of(ObjectNames.Due, $"Index of what is due in {mapping.Table}", $"({InstallPlan.DueColumns(mapping)}) where {InstallPlan.DueCondition(mapping)}");
        if (InstallPlan.HasKeyIndex(mapping))
        {
            yield return Of(ObjectNames.Keys, $"Index of the mapping's rows of {mapping.Table} by key, for passes", InstallPlan.KeysOn(mapping));
        }
    }

    private (string Name, string Title, string Sql) Of(string role, string title, string columns)
    {
        string sql = $"on {table.Sql} {columns}";
        return (_names.Of(role, sql), title, sql);
    }
}
