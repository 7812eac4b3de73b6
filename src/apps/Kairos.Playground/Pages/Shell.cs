using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Http;

namespace Kairos.Playground.Pages;

/// <summary>What one page puts into the frame that all share.</summary>
internal sealed record ShellContent(string Title, Html Body)
{
    /// <summary>Where scripts do not run, the page is loaded again after so many seconds; 0 leaves it as it is.</summary>
    public int ReloadSeconds { get; init; }

    /// <summary>The address of the menu entry that the page stands under.</summary>
    public string Under { get; init; } = "/";
}

/// <summary>The frame of every page: menu, the venue's clock, the note that nothing here is real.</summary>
internal static class Shell
{
    public static PageResult Page(Site site, ShellContent content, int status = StatusCodes.Status200OK)
    {
        var now = site.Clock.Now;
        return new PageResult(
            Html.Of($"""
            <!doctype html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{content.Title} · 自习座位 Playground</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/venue.css">
            <script src="/assets/venue.js" defer></script>
            {Html.When(content.ReloadSeconds > 0, () => Html.Of($"""<noscript><meta http-equiv="refresh" content="{content.ReloadSeconds}"></noscript>"""))}
            </head>
            <body data-now="{now.ToUnixTimeMilliseconds()}">
            <a class="skip" href="#main">跳到正文 Skip to content</a>
            <header class="top">
            <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="34" height="34"><span><b>自习座位</b><small lang="en">Playground library</small></span></a>
            <nav aria-label="主菜单 Main">
            {Entry("/", "学校", "Schools", content)}
            {Entry("/record", "记录", "Record", content)}
            {Entry("/me", "我的", "Mine", content)}
            </nav>
            <p class="clock"><span>场馆时钟 <i lang="en">Venue clock</i></span><time data-clock>{Moments.Clock(now)}</time></p>
            </header>
            <main id="main">
            {content.Body}
            </main>
            <footer><p>这里是演练场，座位和同学都是虚构的。<span lang="en">A rehearsal venue: no seat and no student here is real.</span></p></footer>
            </body>
            </html>
            """),
            status);
    }

    private static Html Entry(string address, string name, string english, ShellContent content)
    {
        var current = content.Under == address ? Html.Of($" aria-current=\"page\"") : Html.None;
        return Html.Of($"""<a href="{address}"{current}>{name} <i lang="en">{english}</i></a>""");
    }
}
