using System.Collections.Immutable;

namespace Kairos.StateSchedules.Sets;

/// <summary>Cuts the keys of a table into slices, once for all nodes: slices that are cut by different keys would leave a gap.</summary>
internal sealed class Cutter(StandingBook book)
{
    /// <summary>A slice; the keys are cut first where they are not. Null where another node cuts them into another number.</summary>
    internal async ValueTask<Slice?> SliceAsync(MappedTable unit, Standing standing, int number, int of, CancellationToken ct)
    {
        if (Slice.NeedsCuts(unit.Mapping, of, standing.Settings.Mode) && standing.Cuts.Length != of - 1 && of == unit.Mapping.Slices)
        {
            standing = await CutAsync(unit, standing, ct);
        }

        return Slice.Find(unit.Mapping, standing, number, of);
    }

    /// <summary>Cuts the keys anew, by where they are now.</summary>
    internal async ValueTask<Standing> CutAsync(MappedTable unit, Standing standing, CancellationToken ct)
    {
        if (await unit.Table.KeysAsync(ct) is not { } keys)
        {
            // Of no rows every slice is empty, wherever it is cut: it is cut when there are some.
            return standing with { Cuts = [.. Enumerable.Repeat(0L, unit.Mapping.Slices - 1)] };
        }

        ImmutableArray<long> cuts = Slice.Cut(keys.Least, keys.Greatest, unit.Mapping.Slices);
        return book.Keep(unit.Name, await book.Store.CutAsync(unit.Name, standing.Cuts, cuts, ct));
    }
}
