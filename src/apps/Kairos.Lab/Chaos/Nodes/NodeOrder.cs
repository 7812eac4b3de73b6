using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kairos.Lab.Chaos.Nodes;

/// <summary>What a node process is told on the first line of its standard input.</summary>
internal sealed record NodeOrder
{
    /// <summary>Names this life of the process, unique in the run.</summary>
    public required string Name { get; init; }

    /// <summary>Which share of the load is its own, from 0.</summary>
    public required int Index { get; init; }

    public required string ConnectionString { get; init; }

    /// <summary>The file of its history.</summary>
    public required string History { get; init; }

    /// <summary>Where the effects of its jobs go.</summary>
    public required int SinkPort { get; init; }

    public required int Seed { get; init; }

    /// <summary>Of its store.</summary>
    public required int MostConnections { get; init; }

    internal string ToLine() => JsonSerializer.Serialize(this, ChaosJson.Default.NodeOrder);

    /// <exception cref="InvalidDataException">It is no order.</exception>
    internal static NodeOrder Read(string? line)
    {
        try
        {
            return JsonSerializer.Deserialize(line ?? "", ChaosJson.Default.NodeOrder) ?? throw new JsonException("null is no order.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The first line of standard input is no order: {e.Message} 'kairos lab chaos' starts nodes by itself.", e);
        }
    }
}

/// <summary>What a handler of the lab is to do.</summary>
internal sealed record Work
{
    /// <summary>Of a gated job: when its gate opens, in microseconds.</summary>
    public long Gate { get; init; }

    /// <summary>How long it takes.</summary>
    public int WorkMs { get; init; }

    /// <summary>So many attempts fail before one succeeds.</summary>
    public int Failures { get; init; }

    /// <summary>It is followed by another job.</summary>
    public bool Follows { get; init; }
}

[JsonSerializable(typeof(NodeOrder))]
[JsonSerializable(typeof(Work))]
internal sealed partial class ChaosJson : JsonSerializerContext;
