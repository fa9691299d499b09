package dev.meterlark.storage.topic;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Listing;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The topics of accounts. */
@Service
@Transactional
public class Topics {

    /**
     * The topic that every account has by itself, for the platform's own events. No other has a
     * point in its name.
     */
    public static final String SYSTEM = "meterlark.system";

    private static final int MOST_LISTED = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final TopicRows topics;
    private final Accounts accounts;
    private final AuditLog audit;
    private final TopicProperties properties;
    private final InstantSource clock;
    private final TransactionTemplate own;

    Topics(
            TopicRows topics,
            Accounts accounts,
            AuditLog audit,
            TopicProperties properties,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.topics = topics;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    }

    /** Names that hold a text in whatever case, those that begin with it first. */
    @Transactional(readOnly = true)
    public List<String> named(Caller caller, String part, int most) {
        return topics.named(caller.account(), part.toLowerCase(Locale.ROOT), most);
    }

    /** By name. */
    @Transactional(readOnly = true)
    public Page<TopicView> list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        Listing listing = Listing.of(cursor, limit, MOST_LISTED);
        requireSystem(caller.account());
        return listing.page(
                topics.after(caller.account(), listing.after(), listing.limitAndOne()),
                Topic::name,
                TopicView::of);
    }

    @Transactional(readOnly = true)
    public TopicView show(Caller caller, String name) {
        return TopicView.of(find(caller.account(), name));
    }

    @Transactional(readOnly = true)
    public boolean exists(AccountId account, String name) {
        return name.equals(SYSTEM) || topics.find(account, name).isPresent();
    }

    public TopicView create(Caller caller, @Nullable String name) {
        String checked = name("name", name);
        accounts.lockedLimits(caller.account()); // one after the other, for the count
        if (topics.find(caller.account(), checked).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "there is a topic %s already; use it, or choose another name"
                            .formatted(checked));
        }
        if (topics.count(caller.account()) >= properties.maxTopics()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d topics, as many as it may; delete one first"
                            .formatted(properties.maxTopics()));
        }
        var topic = new Topic(TopicId.random(), caller.account(), checked, clock.instant());
        topics.insert(topic);
        audit.record(caller, "topic.created", subject(topic), Map.of());
        return TopicView.of(topic);
    }

    /** With its subscriptions; what is on its way to them is not delivered any more. */
    public void delete(Caller caller, String name) {
        if (name.equals(SYSTEM)) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the topic %s is the account's own and stays".formatted(SYSTEM));
        }
        Topic topic = find(caller.account(), name);
        topics.delete(topic);
        audit.record(caller, "topic.deleted", subject(topic), Map.of());
    }

    @EventListener
    public void on(AccountClosed event) {
        topics.deleteAll(event.account());
    }

    Topic find(AccountId account, String name) {
        if (name.equals(SYSTEM)) {
            requireSystem(account);
        }
        return topics.find(account, name).orElseThrow(Topics::unknown);
    }

    /** Made when somebody looks for it first, in a transaction of its own. */
    private void requireSystem(AccountId account) {
        if (topics.find(account, SYSTEM).isPresent()) {
            return;
        }
        try {
            own.executeWithoutResult(
                    _ ->
                            topics.insert(
                                    new Topic(TopicId.random(), account, SYSTEM, clock.instant())));
        } catch (DuplicateKeyException e) {
            // Another looked at the same moment.
        }
    }

    static String name(String member, @Nullable String text) {
        if (text == null || !NAME.matcher(text).matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must be 1 to 80 letters, digits, - and _, as in order-events; was: %s"
                            .formatted(member, text == null ? "missing" : Shown.text(text)));
        }
        return text;
    }

    static String subject(Topic topic) {
        return "topic:" + topic.name();
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such topic in this account");
    }
}
