package dev.meterlark.billing.document;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parts of a document are, as who cannot see its pages is told: headings, paragraphs,
 * tables with their rows and cells. An element's pieces may lie on several pages.
 */
final class Tags {

    private static final COSName STRUCTURE_ELEMENT = COSName.getPDFName("StructElem");
    private static final COSName MARKED_CONTENT = COSName.getPDFName("MCR");

    private final COSDictionary root;
    private final Element document;
    private final Map<PDPage, COSArray> byPage = new LinkedHashMap<>();

    Tags(PDDocument file, String language) {
        var tree = new PDStructureTreeRoot();
        root = tree.getCOSObject();
        document = new Element("Document", element("Document", root));
        root.setItem(COSName.K, document.dictionary);
        var marks = new PDMarkInfo();
        marks.setMarked(true);
        file.getDocumentCatalog().setMarkInfo(marks);
        file.getDocumentCatalog().setStructureTreeRoot(tree);
        file.getDocumentCatalog().setLanguage(language);
    }

    /** A part of the document. */
    record Element(String type, COSDictionary dictionary) {

        Element add(String childType) {
            COSDictionary child = element(childType, dictionary);
            kids(dictionary).add(child);
            return new Element(childType, child);
        }

        /** A heading of a table: of its column or of its row. */
        Element addHeading(String scope) {
            Element heading = add("TH");
            COSDictionary attributes = new COSDictionary();
            attributes.setDirect(true);
            attributes.setItem(COSName.O, COSName.getPDFName("Table"));
            attributes.setItem(COSName.getPDFName("Scope"), COSName.getPDFName(scope));
            heading.dictionary.setItem(COSName.A, attributes);
            return heading;
        }

        /** A cell that is as wide as several. */
        Element addCell(int columns) {
            Element cell = add("TD");
            COSDictionary attributes = new COSDictionary();
            attributes.setDirect(true);
            attributes.setItem(COSName.O, COSName.getPDFName("Table"));
            attributes.setInt(COSName.getPDFName("ColSpan"), columns);
            cell.dictionary.setItem(COSName.A, attributes);
            return cell;
        }
    }

    Element document() {
        return document;
    }

    /** The number under which a page's marked content is the next piece of the element. */
    int mark(Element element, PDPage page) {
        COSArray marks = byPage.computeIfAbsent(page, _ -> new COSArray());
        int number = marks.size();
        marks.add(element.dictionary);
        COSDictionary piece = new COSDictionary();
        piece.setDirect(true);
        piece.setItem(COSName.TYPE, MARKED_CONTENT);
        piece.setItem(COSName.PG, page);
        piece.setInt(COSName.MCID, number);
        kids(element.dictionary).add(piece);
        return number;
    }

    /** Once, when all is set: which element each piece of each page belongs to. */
    void close() {
        List<PDPage> pages = new ArrayList<>(byPage.keySet());
        COSArray numbers = new COSArray();
        for (int i = 0; i < pages.size(); i++) {
            pages.get(i).setStructParents(i);
            pages.get(i).getCOSObject().setItem(COSName.getPDFName("Tabs"), COSName.S);
            numbers.add(COSInteger.get(i));
            numbers.add(byPage.get(pages.get(i)));
        }
        COSDictionary parents = new COSDictionary();
        parents.setItem(COSName.NUMS, numbers);
        root.setItem(COSName.getPDFName("ParentTree"), parents);
        root.setInt(COSName.getPDFName("ParentTreeNextKey"), pages.size());
    }

    private static COSDictionary element(String type, COSDictionary parent) {
        COSDictionary element = new COSDictionary();
        element.setItem(COSName.TYPE, STRUCTURE_ELEMENT);
        element.setItem(COSName.S, COSName.getPDFName(type));
        element.setItem(COSName.P, parent);
        return element;
    }

    private static COSArray kids(COSDictionary element) {
        COSArray kids = element.getCOSArray(COSName.K);
        if (kids == null) {
            kids = new COSArray();
            element.setItem(COSName.K, kids);
        }
        return kids;
    }
}
