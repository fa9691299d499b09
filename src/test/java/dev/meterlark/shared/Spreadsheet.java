package dev.meterlark.shared;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import javax.xml.parsers.DocumentBuilderFactory;

/** A CSV file as Gnumeric, a spreadsheet program, opens it: Debian's package gnumeric. */
public final class Spreadsheet {

    private static final String NAMESPACE = "http://www.gnumeric.org/v10.dtd";

    /** What the program takes a cell for. */
    public enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        FORMULA,
        NOTHING
    }

    public record Cell(Kind kind, String content) {}

    private static final Cell NOTHING = new Cell(Kind.NOTHING, "");

    private final Map<Integer, Map<Integer, Cell>> rows = new TreeMap<>();

    private Spreadsheet() {}

    public static Spreadsheet of(byte[] csv) {
        try {
            Path directory = Files.createTempDirectory("spreadsheet");
            Path file = Files.write(directory.resolve("opened.csv"), csv);
            Path xml = directory.resolve("opened.xml");
            convert(file, xml);
            Spreadsheet sheet = new Spreadsheet();
            sheet.read(Files.readAllBytes(xml));
            Files.delete(file);
            Files.delete(xml);
            Files.delete(directory);
            return sheet;
        } catch (IOException e) {
            throw new UncheckedIOException("needs ssconvert, of Debian's package gnumeric", e);
        }
    }

    /** Those with content, counted from 0. */
    public Set<Integer> rows() {
        return rows.keySet();
    }

    /** Those of a row with content, by column from 0. */
    public Map<Integer, Cell> row(int row) {
        return rows.getOrDefault(row, Map.of());
    }

    public Cell at(int row, int column) {
        return row(row).getOrDefault(column, NOTHING);
    }

    private static void convert(Path from, Path to) throws IOException {
        ProcessBuilder program =
                new ProcessBuilder(
                        "ssconvert",
                        "--export-type=Gnumeric_XmlIO:sax:0",
                        from.toString(),
                        to.toString());
        program.environment().put("LC_ALL", "C.UTF-8");
        Process process = program.redirectErrorStream(true).start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("ssconvert: " + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            NodeList cells =
                    factory.newDocumentBuilder()
                            .parse(new ByteArrayInputStream(xml))
                            .getElementsByTagNameNS(NAMESPACE, "Cell");
            for (int i = 0; i < cells.getLength(); i++) {
                Element cell = (Element) cells.item(i);
                rows.computeIfAbsent(place(cell, "Row"), _ -> new TreeMap<>())
                        .put(place(cell, "Col"), new Cell(kind(cell), cell.getTextContent()));
            }
        } catch (Exception e) {
            throw new IllegalStateException("what ssconvert wrote", e);
        }
    }

    private static int place(Element cell, String name) {
        return Integer.parseInt(cell.getAttribute(name));
    }

    /** A formula is the cell that has no type of its own. */
    private static Kind kind(Element cell) {
        return switch (cell.getAttribute("ValueType")) {
            case "" -> Kind.FORMULA;
            case "20" -> Kind.BOOLEAN;
            case "40" -> Kind.NUMBER;
            case "60" -> Kind.TEXT;
            default -> throw new IllegalStateException(cell.getAttribute("ValueType"));
        };
    }
}
