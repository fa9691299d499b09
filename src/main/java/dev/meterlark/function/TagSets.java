package dev.meterlark.function;

import dev.meterlark.function.snapshot.TagCatalog;
import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** All tags that functions have or had, the same ones once. */
@Component
class TagSets implements TagCatalog {

    /** Those that this node has met are not read again: they never change. */
    private static final int MOST_KNOWN = 2_000;

    private static final TypeReference<TreeMap<String, String>> VALUES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Map<TagSetId, Map<String, String>> known = new ConcurrentHashMap<>();

    TagSets(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** In a transaction that keeps others of the account waiting; null for no tags. */
    @Nullable TagSetId keep(AccountId account, Tags tags) {
        if (tags.values().isEmpty()) {
            return null;
        }
        String text = json.writeValueAsString(tags.values());
        TagSetId id = id(account, text);
        jdbc.sql(
                        "insert into tag_set (id, account_id, tags) select ?, ?, ?"
                                + " where not exists (select 1 from tag_set where id = ?)")
                .param(id.value())
                .param(account.value())
                .param(text)
                .param(id.value())
                .update();
        return id;
    }

    /** In the order of their names. */
    Map<String, String> of(@Nullable TagSetId set) {
        if (set == null) {
            return Map.of();
        }
        Map<String, String> found = known.get(set);
        return found == null ? remembered(set, read(set)) : found;
    }

    private Map<String, String> read(TagSetId set) {
        return jdbc.sql("select tags from tag_set where id = ?")
                .param(set.value())
                .query(String.class)
                .optional()
                .<Map<String, String>>map(text -> json.readValue(text, VALUES))
                .orElseThrow(() -> new IllegalStateException("tags were lost: " + set));
    }

    private Map<String, String> remembered(TagSetId set, Map<String, String> tags) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.put(set, tags);
        return tags;
    }

    @Override
    public Map<TagSetId, Map<String, String>> tags(AccountId account, Set<TagSetId> sets) {
        Map<TagSetId, Map<String, String>> found = new HashMap<>();
        sets.stream().filter(set -> isOf(account, set)).forEach(set -> found.put(set, of(set)));
        return found;
    }

    private boolean isOf(AccountId account, TagSetId set) {
        return jdbc.sql("select 1 from tag_set where id = ? and account_id = ?")
                .param(set.value())
                .param(account.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Of an account: what one account may know of it tells nothing of another's tags. */
    private static TagSetId id(AccountId account, String text) {
        byte[] digest = sha256(account + "\n" + text);
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        long most = bytes.getLong() & ~0xF000L | 0x8000L;
        long least = bytes.getLong() & ~(0xC0L << 56) | 0x80L << 56;
        return new TagSetId(new UUID(most, least));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
