using System.Collections.Frozen;

namespace Kairos.Handlers;

/// <summary>The kinds that can be run on this node.</summary>
internal sealed class KindRegistry
{
    private readonly FrozenDictionary<string, KindRuntime> _kinds;

    /// <exception cref="ArgumentException">Two handlers have one kind, or a kind's options can't be kept.</exception>
    internal KindRegistry(IEnumerable<KindRuntime> kinds)
    {
        Dictionary<string, KindRuntime> byName = new(StringComparer.Ordinal);
        foreach (KindRuntime kind in kinds)
        {
            if (kind.Options.Timeout <= TimeSpan.Zero)
            {
                throw new ArgumentException($"Kind '{kind.Name}' has a timeout of {kind.Options.Timeout}: give one above zero, or TimeSpan.MaxValue for none.", nameof(kinds));
            }

            if (!byName.TryAdd(kind.Name, kind))
            {
                throw new ArgumentException($"Kind '{kind.Name}' has two handlers: register one.", nameof(kinds));
            }
        }

        _kinds = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal IReadOnlyCollection<string> Names => _kinds.Keys;

    internal KindRuntime? Find(string name) => _kinds.GetValueOrDefault(name);
}
