package dev.meterlark.console.functions;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables as files named {@code .env} hold them: a line each, {@code NAME=value}. */
final class DotEnv {

    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([^=\\s]+)\\s*=\\s*(.*)", Pattern.DOTALL);

    private DotEnv() {}

    /**
     * Blank lines and those that begin with # say nothing. A value in quotes is what is between
     * them; nothing is put in for {@code $NAME}.
     *
     * @throws RefusedException with the line that says nothing else either
     */
    static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            Matcher form = LINE.matcher(line);
            if (!form.matches()) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "line %d is not NAME=value; begin it with # when it is a remark"
                                .formatted(number));
            }
            variables.put(form.group(1), value(form.group(2).strip()));
        }
        return variables;
    }

    private static String value(String written) {
        int last = written.length() - 1;
        if (last > 0 && isQuote(written.charAt(0)) && written.charAt(last) == written.charAt(0)) {
            String inner = written.substring(1, last);
            return written.charAt(0) == '"'
                    ? inner.replace("\\n", "\n").replace("\\\"", "\"")
                    : inner;
        }
        return written;
    }

    private static boolean isQuote(char each) {
        return each == '"' || each == '\'';
    }
}
