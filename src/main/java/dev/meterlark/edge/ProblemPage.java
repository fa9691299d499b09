package dev.meterlark.edge;

import org.springframework.web.util.HtmlUtils;

/**
 * A refusal as a page that reads well without anything else, because it also tells when the rest
 * does not work; with the console's styles where they are served.
 */
final class ProblemPage {

    private static final String AROUND =
            """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%1$s · Meterlark</title>
            <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
            <link rel="stylesheet" href="/assets/style.css"></head>
            <body><div class="door"><header><a class="brand" href="/">Meterlark</a></header>
            <main><h1>%1$s</h1>
            %2$s
            <p class="after"><a class="button" href="/">Home</a></p></main></div></body>
            </html>
            """;

    private static final String REFUSED =
            """
            <p class="lead wrap">%s</p>
            <p><a href="/problems/%s">What this means</a></p>\
            """;

    private static final String EXPLAINED =
            """
            <dl class="pairs"><dt>Code</dt><dd><code>%s</code></dd><dt>Status</dt><dd>%d</dd>
            <dt>At fault</dt><dd>the %s</dd><dt>What to do</dt><dd>%s</dd></dl>\
            """;

    private ProblemPage() {}

    static String explained(ProblemPages.Explained problem) {
        return around(
                problem.title(),
                EXPLAINED.formatted(
                        problem.code(),
                        problem.status(),
                        problem.fault(),
                        HtmlUtils.htmlEscape(problem.whatToDo())));
    }

    static String html(Problem problem) {
        return around(
                problem.code().title(),
                REFUSED.formatted(
                        HtmlUtils.htmlEscape(problem.detail()),
                        HtmlUtils.htmlEscape(problem.code().wireName())));
    }

    private static String around(String title, String content) {
        return AROUND.formatted(HtmlUtils.htmlEscape(title), content);
    }
}
