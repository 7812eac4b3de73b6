namespace Kairos.Seats.Commands;

/// <summary>A verb as the help tells it.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Chinese">What it does, in Chinese.</param>
/// <param name="English">What it does, in English.</param>
/// <param name="Example">A message that is accepted.</param>
/// <param name="EnglishExample">The same in English words, where there are any.</param>
public sealed record SeatHelpTopic(SeatVerb Verb, string Chinese, string English, string Example, string EnglishExample);
