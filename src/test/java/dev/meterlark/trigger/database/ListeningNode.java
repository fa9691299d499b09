package dev.meterlark.trigger.database;

import dev.meterlark.network.Names;
import dev.meterlark.network.Opening;
import dev.meterlark.platform.DataFolders;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Trigger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** All of this module on a database of its own, without the rest of the platform. */
final class ListeningNode implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ScratchDatabase database = new ScratchDatabase();
    private final ConnectorProperties properties;
    private final List<String> openings = new CopyOnWriteArrayList<>();
    private final Dialing dialing;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    ListeningNode(Map<String, String> settings) {
        properties = TestSettings.with(settings);
        dialing =
                new Dialing(
                        properties,
                        _ -> openings.stream().map(each -> Opening.parse(each, List.of())).toList(),
                        Names.ofTheMachine());
    }

    /** As an operator opens a network to an account. */
    void open(String opening) {
        openings.add(opening);
    }

    void close(String opening) {
        openings.remove(opening);
    }

    /** Whether nothing is missed from now on. */
    boolean isConnected(Trigger<DatabaseTrigger> trigger) {
        return Boolean.TRUE.equals(
                sights().facts(trigger.account(), trigger.id()).get("connected"));
    }

    PositionRows rows() {
        return new PositionRows(database.client(), database.transactions(), InstantSource.system());
    }

    Sights sights() {
        return new Sights(rows(), properties, InstantSource.system(), new JsonMapper(), meters);
    }

    Connecting connecting(Taker taker) {
        return connecting(taker, rows());
    }

    private Connecting connecting(Taker taker, PositionRows rows) {
        return new Connecting(
                properties,
                dialing,
                TestTriggers.PASSWORDS,
                rows,
                taker,
                taker,
                DataFolders.inTarget());
    }

    Trigger<DatabaseTrigger> made(DatabaseTrigger asked) {
        return made(asked, Duration.ZERO);
    }

    /**
     * @param window how long a batch is waited for
     */
    Trigger<DatabaseTrigger> made(DatabaseTrigger asked, Duration window) {
        AccountId account = newAccount();
        Trigger<DatabaseTrigger> trigger = TestTriggers.of(account, asked, window);
        rows().insert(account, trigger.id());
        return trigger;
    }

    private AccountId newAccount() {
        return database.newAccount();
    }

    /** Reads the trigger's database, again and again as the platform does, until it is ended. */
    Listener listen(Trigger<DatabaseTrigger> trigger, Taker taker) {
        return new Listener(trigger, taker, rows());
    }

    /** The same with positions that are kept in another way. */
    Listener listen(Trigger<DatabaseTrigger> trigger, Taker taker, HaltingRows rows) {
        return new Listener(trigger, taker, rows);
    }

    HaltingRows halting(HaltingRows.Step step, int passing) {
        return new HaltingRows(database, step, passing);
    }

    /** One owner of a trigger. */
    final class Listener implements AutoCloseable {

        private final TestOwnership ownership = new TestOwnership();
        private final Taker taker;
        private final Thread thread;

        Listener(Trigger<DatabaseTrigger> trigger, Taker taker, PositionRows rows) {
            this.taker = taker;
            ChangeFeed feed = new ChangeFeed(connecting(taker, rows), sights(), properties);
            this.thread = Thread.ofPlatform().name("feed").start(() -> run(feed, trigger));
        }

        private void run(ChangeFeed feed, Trigger<DatabaseTrigger> trigger) {
            while (ownership.isHeld()) {
                try {
                    feed.feed(trigger, ownership);
                } catch (RefusedException e) {
                    tell(trigger, e.publicText());
                } catch (Exception e) {
                    tell(trigger, "unexpected: " + e);
                }
                try {
                    ownership.pause(PAUSE);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        /** As the platform does: what fails when it is over is nobody's trouble. */
        private void tell(Trigger<DatabaseTrigger> trigger, String trouble) {
            if (ownership.isHeld()) {
                taker.failed(trigger, trouble);
            }
        }

        void lose() {
            ownership.lose();
        }

        @Override
        public void close() throws InterruptedException {
            ownership.lose();
            thread.join(Duration.ofMinutes(1));
            if (thread.isAlive()) {
                throw new IllegalStateException("the feed did not end");
            }
        }
    }

    @Override
    public void close() {
        dialing.close();
        database.close();
    }
}
