package dev.meterlark.telemetry.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.FoundLines;
import dev.meterlark.telemetry.LogDownload;
import dev.meterlark.telemetry.LogLevel;
import dev.meterlark.telemetry.LogLine;
import dev.meterlark.telemetry.LogSearch;
import dev.meterlark.telemetry.LogWanted;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Lines of logs, by what they say and when. */
@RestController
class LogSearchController {

    private final LogSearch search;
    private final LogDownload download;
    private final FunctionNames names;

    LogSearchController(LogSearch search, LogDownload download, FunctionNames names) {
        this.search = search;
        this.download = download;
        this.names = names;
    }

    /**
     * @param searchedTo all that is younger was looked at; null when there is nothing older
     * @param nextCursor where the search goes on, also where nothing was found so far
     */
    record Answer(List<Item> items, @Nullable Instant searchedTo, @Nullable String nextCursor) {

        static Answer of(FoundLines found) {
            return new Answer(
                    found.lines().stream().map(Item::of).toList(),
                    found.searchedTo(),
                    found.nextCursor());
        }
    }

    /**
     * @param function its name when it was called
     * @param time when the call ended
     * @param line its number within the call's log, from 1
     * @param level {@code debug}, {@code info}, {@code warn} or {@code error}, when it says one
     */
    record Item(
            String invocationId,
            int attempt,
            @Nullable String function,
            String functionId,
            @Nullable String version,
            Instant time,
            int line,
            @Nullable String level,
            String text) {

        static Item of(LogLine line) {
            return new Item(
                    line.invocation().toString(),
                    line.attempt(),
                    line.functionName(),
                    line.function().toString(),
                    line.version(),
                    line.time(),
                    line.number(),
                    line.level() == LogLevel.NONE ? null : line.level().wireName(),
                    line.text());
        }
    }

    /** Newest first. One answer looks as far back as it may in a fraction of a second. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/functions/{name}/logs/search")
    Answer search(
            Caller caller,
            @PathVariable String name,
            @ParameterObject LogWords words,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + LogWanted.DEFAULT_LIMIT) int limit) {
        FunctionId function = KnownFunction.require(names, caller, name);
        return Answer.of(search.find(caller.account(), function, words.wanted(cursor, limit)));
    }

    /** Of all functions of the account, also those that are deleted. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/logs/search")
    Answer searchAll(
            Caller caller,
            @ParameterObject LogWords words,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + LogWanted.DEFAULT_LIMIT) int limit) {
        return Answer.of(search.find(caller.account(), null, words.wanted(cursor, limit)));
    }

    /** All of a function's lines that match as a text file, oldest first, up to a bound. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/functions/{name}/logs/download")
    void download(
            Caller caller,
            @PathVariable String name,
            @ParameterObject LogWords words,
            HttpServletResponse response)
            throws IOException {
        write(caller, KnownFunction.require(names, caller, name), words, response);
    }

    /** The same of all functions of the account. */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/logs/download")
    void downloadAll(Caller caller, @ParameterObject LogWords words, HttpServletResponse response)
            throws IOException {
        write(caller, null, words, response);
    }

    private void write(
            Caller caller,
            @Nullable FunctionId function,
            LogWords words,
            HttpServletResponse response)
            throws IOException {
        LogWanted wanted = words.wanted(null, LogWanted.MAX_LIMIT);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"logs.txt\"");
        response.setHeader("Cache-Control", "no-store");
        download.write(caller.account(), function, wanted, response.getOutputStream());
    }
}
