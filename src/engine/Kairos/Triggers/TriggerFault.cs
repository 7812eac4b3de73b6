namespace Kairos.Triggers;

/// <summary>What is wrong with the text of a trigger, and where.</summary>
/// <param name="Field">second, minute, hour, day-of-month, month or day-of-week of a cron expression; expression for one as a whole; option for anything else.</param>
/// <param name="Position">In characters from 0, within the text that was given.</param>
/// <param name="Message">Names what is allowed.</param>
public sealed record TriggerFault(string Field, int Position, string Message);
