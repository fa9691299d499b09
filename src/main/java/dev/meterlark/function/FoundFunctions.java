package dev.meterlark.function;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Names of functions that a search is about. */
@Component
class FoundFunctions {

    private static final String LIKE = " like ? escape '!'";

    private final JdbcClient jdbc;

    FoundFunctions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * By name.
     *
     * @param after the last of the page before
     */
    List<String> names(AccountId account, FunctionSearch search, String after, int most) {
        return matching("f.name", account, search, after, most).query(String.class).list();
    }

    /** The first by name. */
    List<FoundFunction> all(AccountId account, FunctionSearch search, int most) {
        String columns = "f.id, f.name, f.code_digest, f.changed_at";
        return matching(columns, account, search, "", most)
                .query(
                        (row, _) ->
                                new FoundFunction(
                                        new FunctionId(row.getObject("id", UUID.class)),
                                        row.getString("name"),
                                        row.getString("code_digest") != null,
                                        row.getObject("changed_at", OffsetDateTime.class)
                                                .toInstant()))
                .list();
    }

    private JdbcClient.StatementSpec matching(
            String columns, AccountId account, FunctionSearch search, String after, int most) {
        StringBuilder sql = new StringBuilder("select ").append(columns);
        sql.append(" from functions f where f.account_id = ? and f.name > ?");
        List<Object> values = new ArrayList<>(List.of(account.value(), after));
        if (!search.text().isEmpty()) {
            sql.append(" and (lower(f.name)").append(LIKE);
            sql.append(" or lower(f.description)").append(LIKE).append(')');
            String anywhere = "%" + escaped(search.text()) + "%";
            values.addAll(List.of(anywhere, anywhere));
        }
        for (FunctionSearch.Tag tag : search.tags()) {
            sql.append(" and exists (select 1 from tag_set t where t.id = f.tag_set");
            sql.append(" and t.account_id = f.account_id and t.tags").append(LIKE).append(')');
            values.add(pattern(tag.name(), tag.value()));
        }
        sql.append(" order by f.name limit ?");
        values.add(most);
        return jdbc.sql(sql.toString()).params(values);
    }

    /**
     * Within the JSON that {@link TagSets} writes: neither names nor values of tags have characters
     * that are written in another way there, so what is between two quotes is the whole of one.
     */
    private static String pattern(String name, @Nullable String value) {
        String start = "%\"" + escaped(name) + "\":\"";
        return value == null ? start + "%" : start + escaped(value) + "\"%";
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
