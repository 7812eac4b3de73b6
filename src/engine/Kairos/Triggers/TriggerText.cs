using System.Diagnostics.CodeAnalysis;
using Kairos.Triggers.Text;

namespace Kairos.Triggers;

/// <summary>The text form of triggers, for people: <c>cron "0 8 * * MON-FRI" in Asia/Shanghai jitter 30s</c>.</summary>
/// <remarks>docs/TRIGGERS.md has the grammar. What is written here is read back as the same trigger.</remarks>
public static class TriggerText
{
    /// <summary>Reads the text form.</summary>
    /// <exception cref="TriggerFormatException">It is not understood; the fault says where and what is expected.</exception>
    public static Trigger Parse(string text) => TriggerTextReader.Read(text);

    /// <summary>Reads the text form, or says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Trigger? trigger, [NotNullWhen(false)] out TriggerFault? fault)
    {
        try
        {
            (trigger, fault) = (TriggerTextReader.Read(text), null);
            return true;
        }
        catch (TriggerFormatException e)
        {
            (trigger, fault) = (null, e.Fault);
            return false;
        }
    }

    /// <summary>Writes the text form.</summary>
    public static string Write(Trigger trigger) => TriggerTextWriter.Write(trigger);
}
