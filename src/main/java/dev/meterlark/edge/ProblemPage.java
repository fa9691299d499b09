package dev.meterlark.edge;

import org.springframework.web.util.HtmlUtils;

/** A refusal as a page that needs nothing else to work: it also tells when the rest does not. */
final class ProblemPage {

    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%1$s · Meterlark</title></head>
            <body><main><h1>%1$s</h1><p>%2$s</p>
            <p><a href="/problems/%3$s">What this means</a> · <a href="/">Home</a></p></main></body>
            </html>
            """;

    private static final String EXPLAINED =
            """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%1$s · Meterlark</title></head>
            <body><main><h1>%1$s</h1>
            <dl><dt>Code</dt><dd><code>%2$s</code></dd><dt>Status</dt><dd>%3$d</dd>
            <dt>At fault</dt><dd>the %4$s</dd><dt>What to do</dt><dd>%5$s</dd></dl>
            <p><a href="/">Home</a></p></main></body>
            </html>
            """;

    private ProblemPage() {}

    static String explained(ProblemPages.Explained problem) {
        return EXPLAINED.formatted(
                HtmlUtils.htmlEscape(problem.title()),
                problem.code(),
                problem.status(),
                problem.fault(),
                HtmlUtils.htmlEscape(problem.whatToDo()));
    }

    static String html(Problem problem) {
        return PAGE.formatted(
                HtmlUtils.htmlEscape(problem.code().title()),
                HtmlUtils.htmlEscape(problem.detail()),
                HtmlUtils.htmlEscape(problem.code().wireName()));
    }
}
