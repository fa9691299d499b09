package dev.meterlark.console.account;

import java.util.List;

/** What a browser is, by what it calls itself: only to recognise one's own sessions. */
final class BrowserName {

    /** The first that fits counts, as most claim to be others too. */
    private static final List<Mark> BROWSERS =
            List.of(
                    new Mark("Edg", "Edge"),
                    new Mark("OPR/", "Opera"),
                    new Mark("Firefox/", "Firefox"),
                    new Mark("Chrome/", "Chrome"),
                    new Mark("Safari/", "Safari"));

    private static final List<Mark> SYSTEMS =
            List.of(
                    new Mark("iPhone", "iPhone"),
                    new Mark("iPad", "iPad"),
                    new Mark("Android", "Android"),
                    new Mark("CrOS", "ChromeOS"),
                    new Mark("Windows", "Windows"),
                    new Mark("Mac OS X", "macOS"),
                    new Mark("Linux", "Linux"));

    private record Mark(String sign, String name) {}

    private BrowserName() {}

    static String of(String agent) {
        if (agent.isBlank()) {
            return "Something that does not say what it is";
        }
        String browser = find(BROWSERS, agent, "");
        String system = find(SYSTEMS, agent, "");
        if (browser.isEmpty()) {
            return agent.length() <= 60 ? agent : agent.substring(0, 60) + "…";
        }
        return system.isEmpty() ? browser : browser + " on " + system;
    }

    private static String find(List<Mark> marks, String agent, String otherwise) {
        return marks.stream()
                .filter(mark -> agent.contains(mark.sign()))
                .map(Mark::name)
                .findFirst()
                .orElse(otherwise);
    }
}
