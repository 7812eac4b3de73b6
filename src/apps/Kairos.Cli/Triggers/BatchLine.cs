using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Kairos.Triggers;

namespace Kairos.Cli.Triggers;

/// <summary>A question as a line of JSON: an object with the names of the options.</summary>
internal static class BatchLine
{
    private const string Expected = "a line is an object with the names of the options, as in {\"cron\":\"0 8 * * MON-FRI\",\"zone\":\"Asia/Shanghai\",\"from\":\"2026-11-21T00:00:00Z\",\"count\":3}";

    public static bool TryRead(string line, [NotNullWhen(true)] out TriggerQuestion? question, [NotNullWhen(false)] out TriggerFault? fault)
    {
        question = null;
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Fail($"It is no JSON object: {Expected}.", out fault);
            }

            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                string name = member.Name.StartsWith("--", StringComparison.Ordinal) ? member.Name[2..] : member.Name;
                if (!TriggerQuestion.Options.Any(option => option.Name == name))
                {
                    return Fail($"'{member.Name}' is no option: {string.Join(", ", TriggerQuestion.Options.Select(static option => option.Name))}.", out fault);
                }

                if (member.Value.ValueKind != JsonValueKind.Null && !values.TryAdd(name, Text(member.Value)))
                {
                    return Fail($"'{name}' stands there twice: leave one of them out.", out fault);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second for text that is no Unicode, half a pair of surrogates say.
            return Fail($"It is no JSON ({e.Message.TrimEnd('.')}): {Expected}.", out fault);
        }

        (question, fault) = (new TriggerQuestion { Values = values }, null);
        return true;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        JsonValueKind.Number => Number(value),
        _ => value.GetRawText(),
    };

    // Some writers have 2.0 for 2.
    private static string Number(JsonElement value) => value.TryGetDecimal(out decimal number) && number == decimal.Truncate(number)
        ? number.ToString("0", CultureInfo.InvariantCulture)
        : value.GetRawText();

    private static bool Fail(string message, out TriggerFault fault)
    {
        fault = new TriggerFault("option", 0, message);
        return false;
    }
}
