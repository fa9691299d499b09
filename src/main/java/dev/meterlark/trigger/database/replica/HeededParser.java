package dev.meterlark.trigger.database.replica;

import io.debezium.DebeziumException;
import io.debezium.relational.SystemVariables;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlChanges;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads statements that change what tables look like. The engine passes over those that it does not
 * understand, which is right for other people's tables: one that names a table of ours ends the
 * reading, because the rows behind it would be misread.
 */
final class HeededParser implements DdlParser {

    private static final int LONGEST_SHOWN = 160;

    private final DdlParser parser;
    private final List<Pattern> ours;

    /**
     * @param tables by their names alone
     */
    HeededParser(DdlParser parser, List<String> tables) {
        this.parser = parser;
        this.ours =
                tables.stream()
                        .map(
                                each ->
                                        Pattern.compile(
                                                "(?<![\\w$])%s(?![\\w$])"
                                                        .formatted(Pattern.quote(lower(each)))))
                        .toList();
    }

    @Override
    public DdlChanges parse(String statement, Tables tables) {
        try {
            return parser.parse(statement, tables);
        } catch (ParsingException | MultipleParsingExceptions e) {
            String text = lower(statement);
            if (ours.stream().anyMatch(each -> each.matcher(text).find())) {
                throw unreadable(statement, e);
            }
            throw e;
        }
    }

    /** Nothing lies beneath it: the innermost is what people are shown. */
    private static DebeziumException unreadable(String statement, RuntimeException why) {
        DebeziumException unreadable =
                new DebeziumException(
                        "a table that is read is, or was changed into, what cannot be read: "
                                + shown(statement));
        unreadable.addSuppressed(why);
        return unreadable;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String shown(String statement) {
        String line = statement.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }

    @Override
    public void setCurrentDatabase(String database) {
        parser.setCurrentDatabase(database);
    }

    @Override
    public void setCurrentSchema(String schema) {
        parser.setCurrentSchema(schema);
    }

    @Override
    public SystemVariables systemVariables() {
        return parser.systemVariables();
    }
}
