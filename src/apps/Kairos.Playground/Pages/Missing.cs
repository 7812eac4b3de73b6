using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Http;

namespace Kairos.Playground.Pages;

/// <summary>The page in place of one that there is not.</summary>
internal static class Missing
{
    public static PageResult Page(Site site, string words, string english)
    {
        var body = Html.Of($"""
            <section class="hero"><div><h1>{words}</h1><p class="lead" lang="en">{english}.</p>
            <p><a class="button" href="/">回到学校列表 <i lang="en">All schools</i></a></p></div></section>
            """);
        return Shell.Page(site, new ShellContent(words, body), StatusCodes.Status404NotFound);
    }
}
