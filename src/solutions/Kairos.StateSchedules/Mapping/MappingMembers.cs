using System.Text.Json;

namespace Kairos.StateSchedules.Mapping;

/// <summary>The members of one JSON object of a mapping, each taken once; what is wrong goes to the list, and reading goes on.</summary>
/// <remarks>Values are never part of a message here: one of them may be a connection string.</remarks>
internal sealed class MappingMembers
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly string _prefix;
    private readonly FaultList _faults;

    internal MappingMembers(JsonElement json, string prefix, FaultList faults)
    {
        _prefix = prefix;
        _faults = faults;
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
            {
                faults.Add($"{prefix}$", "has a member whose name holds a broken escape: write it as plain text.");
            }
            else if (!_values.TryAdd(name, member.Value))
            {
                faults.Add(Path(name), "is there twice: keep one of them.");
            }
        }
    }

    /// <summary>Where a member is, as faults name it.</summary>
    internal string Path(string name) => _prefix + name;

    /// <summary>A text; the empty one stands for a required member that is missing or wrong, and its fault has been told.</summary>
    internal string Required(string name)
    {
        if (!Has(name))
        {
            _faults.Add(Path(name), "is missing: write it as text in double quotes.");
        }

        return Text(name) ?? "";
    }

    internal string? Text(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            _faults.Add(Path(name), $"is {Kind(value)}: write text in double quotes.");
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            _faults.Add(Path(name), "holds a broken escape (half of a surrogate pair): write it as plain text.");
            return null;
        }
    }

    internal long? Number(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number))
        {
            return number;
        }

        _faults.Add(Path(name), value.ValueKind == JsonValueKind.Number ? "is no whole number of 64 bits: write one." : $"is {Kind(value)}: write a whole number.");
        return null;
    }

    internal bool? Flag(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.ValueKind == JsonValueKind.True;
        }

        _faults.Add(Path(name), $"is {Kind(value)}: write true or false, without quotes.");
        return null;
    }

    internal MappingMembers? Object(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new MappingMembers(value, $"{Path(name)}.", _faults);
        }

        _faults.Add(Path(name), $"is {Kind(value)}: write an object in braces.");
        return null;
    }

    /// <summary>Whether it is there and not null.</summary>
    internal bool Has(string name) => _values.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>What nobody took is not understood.</summary>
    internal void End()
    {
        foreach (string unknown in _values.Keys)
        {
            _faults.Add(Path(unknown), $"is not known here: the members are {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }
    }

    internal static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private JsonElement? Take(string name)
    {
        _known.Add(name);
        return _values.Remove(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
