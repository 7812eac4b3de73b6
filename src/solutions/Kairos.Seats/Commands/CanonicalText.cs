using System.Globalization;
using System.Text;

namespace Kairos.Seats.Commands;

/// <summary>Writes a command as the message it would have been, had it been typed in the normal form.</summary>
internal static class CanonicalText
{
    /// <summary>Stands for a session value, and is read again as a value like any other.</summary>
    internal const string Mask = "***";

    internal static string Of(SeatCommand command, string sessionValue)
    {
        var text = new StringBuilder(command.Verb.Word(), 128);
        if (command.What is { } what)
        {
            text.Append("; ").Append(what.Word());
        }

        if (command.School is { } school)
        {
            text.Append("; ").Append(school);
        }

        foreach (var (room, seat) in command.Candidates)
        {
            text.Append(CultureInfo.InvariantCulture, $"; {room}; {seat}");
        }

        if (command.Session is not null)
        {
            text.Append("; ").Append(SessionCookies.WechatName).Append('=').Append(sessionValue);
            text.Append("; ").Append(SessionCookies.ServerName).Append('=').Append(sessionValue);
        }

        AppendExtras(text, command);
        return text.ToString();
    }

    private static void AppendExtras(StringBuilder text, SeatCommand command)
    {
        if (command.OpenAt is null && command.Mode is null && !command.FallbackAny)
        {
            return;
        }

        text.Append(" --");
        if (command.OpenAt is { } openAt)
        {
            text.Append(CultureInfo.InvariantCulture, $" 时间={openAt:HH':'mm':'ss}");
        }

        if (command.Mode is { } mode)
        {
            text.Append(mode == SeatMode.Today ? " 模式=今" : " 模式=明");
        }

        if (command.FallbackAny)
        {
            text.Append(" 备选=任意");
        }
    }
}
