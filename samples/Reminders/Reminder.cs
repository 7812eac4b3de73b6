using System.Text.Json.Serialization;

namespace Reminders;

internal sealed record Reminder(string Text);

[JsonSerializable(typeof(Reminder))]
internal sealed partial class RemindersJson : JsonSerializerContext;
