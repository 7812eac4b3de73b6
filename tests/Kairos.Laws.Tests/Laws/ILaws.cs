using Kairos.Laws.Tests.Cases;

namespace Kairos.Laws.Tests.Laws;

/// <summary>Laws of one kind of trigger.</summary>
internal interface ILaws
{
    /// <summary>Draws one case and checks all that has to hold of it.</summary>
    /// <exception cref="ShouldAssertException">Something does not; the message names the case.</exception>
    void Check(Chance chance, Census census);
}
