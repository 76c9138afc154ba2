"""Makes a file a print shop takes: PDF/X-4, every colour in the inks of its output intent.

ISO 15930-7: an output intent with its profile, boxes on every page, fonts embedded, nothing to
click, XMP that says so. Transparency is allowed and blended in CMYK. Soft masks stay grey.
"""

import re
from datetime import UTC, datetime
from html import escape
from typing import Any
from uuid import uuid4

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator
from PIL import Image

from routes.press import inks

VERSION = "1.6"
_NUMBER = rb"(-?\d*\.?\d+)"
_RGB = re.compile(rb"(?<![^\s])" + rb"\s+".join([_NUMBER] * 3) + rb"\s+(rg|RG)(?=\s|$)")
_GREY = re.compile(rb"(?<![^\s])" + _NUMBER + rb"\s+([gG])(?=\s|$)")
# What a plain replacement of operators cannot deal with.
_NEEDS_PARSING = re.compile(rb"\s(?:cs|CS|scn|SCN|sc|SC|BI)(?=\s|$)")
_INKED = ("/DeviceCMYK", "/Pattern", "/Separation", "/DeviceN")


def finish(pdf: pikepdf.Pdf, title: str, language: str) -> None:
    """Turn a PDF of sheets (see `imposing`) into PDF/X-4; save it with `save_as`."""
    _Inking(pdf).everything()
    for page in pdf.pages:
        page.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)
        _drop(page.obj, "/Annots")
    root = pdf.Root
    for key in ("/AcroForm", "/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests"):
        _drop(root, key)
    _state_intent(pdf)
    _describe(pdf, title, language)


def save_as(pdf: pikepdf.Pdf, target: Any) -> None:
    """Write the file with the version that PDF/X-4 wants."""
    pdf.save(
        target,
        force_version=VERSION,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )


def _state_intent(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(inks.PROFILE.read_bytes())
    profile.N = 4
    profile.Alternate = Name.DeviceCMYK
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=inks.CONDITION,
        OutputCondition="Offset on coated paper, ISO 12647-2, 300 % ink",
        RegistryName="http://www.color.org",
        Info="ISO Coated v2 300% (basICColor)",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _describe(pdf: pikepdf.Pdf, title: str, language: str) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    title = title or str(pdf.docinfo.get("/Title", ""))
    producer = str(pdf.docinfo.get("/Producer", "")) or "WeasyPrint"
    if language:
        pdf.Root.Lang = pikepdf.String(language)
    stamp = now.strftime("D:%Y%m%d%H%M%S+00'00'")
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Trapped"] = Name("/False")
    pdf.docinfo["/GTS_PDFXVersion"] = "PDF/X-4"
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = stamp
    xmp = pdf.make_stream(
        _XMP.format(
            title=escape(title),
            producer=escape(producer),
            now=now.isoformat(),
            document=uuid4(),
            instance=uuid4(),
        ).encode()
    )
    xmp.Type, xmp.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = xmp


_XMP = """<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <pdf:Producer>{producer}</pdf:Producer>
   <pdf:Trapped>False</pdf:Trapped>
   <pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
   <xmp:CreateDate>{now}</xmp:CreateDate>
   <xmp:ModifyDate>{now}</xmp:ModifyDate>
   <xmp:MetadataDate>{now}</xmp:MetadataDate>
   <xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
   <xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
   <xmpMM:RenditionClass>default</xmpMM:RenditionClass>
   <xmpMM:VersionID>1</xmpMM:VersionID>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _drop(thing: Object, key: str) -> None:
    if key in thing:
        del thing[key]


class _Inking:
    """Walks everything a page draws and gives each colour its inks (masks: its grey)."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.seen: set[tuple[int, int]] = set()
        self.spaces: list[Object] = []  # dictionaries of colour spaces by name

    def everything(self) -> None:
        pages = [page.obj for page in self.pdf.pages]
        masks: list[Object] = []
        for page in pages:
            self._find_masks(page.get("/Resources"), masks, set())
        for mask in masks:
            self._stream(mask, in_grey=True)
        for page in pages:
            contents = page.get("/Contents")
            for stream in contents if isinstance(contents, Array) else [contents]:
                if stream is not None:
                    self._content(stream, page.get("/Resources"), in_grey=False)
            self._resources(page.get("/Resources"), in_grey=False)
        for spaces in self.spaces:  # nobody names these any more
            for key in list(spaces.keys()):
                if isinstance(spaces[key], Array) and str(spaces[key][0]) not in _INKED:
                    del spaces[key]

    def _is_new(self, thing: Object) -> bool:
        if thing.objgen == (0, 0):
            return True
        if thing.objgen in self.seen:
            return False
        self.seen.add(thing.objgen)
        return True

    def _find_masks(self, resources: Any, masks: list[Object], seen: set) -> None:
        if resources is None or (resources.objgen != (0, 0) and resources.objgen in seen):
            return
        seen.add(resources.objgen)
        for state in resources.get("/ExtGState", {}).values():
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary) and "/G" in mask:
                masks.append(mask.G)
        for kind in ("/XObject", "/Pattern"):
            for item in resources.get(kind, {}).values():
                if "/Resources" in item:
                    self._find_masks(item.Resources, masks, seen)

    def _resources(self, resources: Any, in_grey: bool) -> None:
        if resources is None or not self._is_new(resources):
            return
        for item in resources.get("/XObject", {}).values():
            if item.get("/Subtype") == Name.Image:
                self._image(item)
            else:
                self._stream(item, in_grey)
        for pattern in resources.get("/Pattern", {}).values():
            if pattern.get("/PatternType") == 2:
                self._shading(pattern.Shading, in_grey)
            else:
                self._stream(pattern, in_grey)
        for shading in resources.get("/Shading", {}).values():
            self._shading(shading, in_grey)
        if "/ColorSpace" in resources:
            self.spaces.append(resources.ColorSpace)

    def _stream(self, stream: Object, in_grey: bool) -> None:
        """A form or a pattern of tiles."""
        if not self._is_new(stream):
            return
        group = stream.get("/Group")
        if group is not None and "/CS" in group:
            group.CS = Name.DeviceGray if in_grey else Name.DeviceCMYK
        self._content(stream, stream.get("/Resources"), in_grey, known=True)
        self._resources(stream.get("/Resources"), in_grey)

    def _content(self, stream: Object, resources: Any, in_grey: bool, known: bool = False) -> None:
        if not known and not self._is_new(stream):
            return
        data = stream.read_bytes()
        if _NEEDS_PARSING.search(data):
            changed = self._parsed(stream, resources, in_grey)
        else:
            changed = _RGB.sub(_rgb_in_grey if in_grey else _rgb_in_inks, data)
            if not in_grey:
                changed = _GREY.sub(_grey_in_inks, changed)
        if changed != data:
            stream.write(changed)

    def _parsed(self, stream: Object, resources: Any, in_grey: bool) -> bytes:
        """The stream, operator by operator: colour spaces by name, pictures in the line."""
        spaces = (resources or {}).get("/ColorSpace", {})
        current: dict[bool, str] = {False: "/DeviceGray", True: "/DeviceGray"}
        stack: list[dict[bool, str]] = []
        found: list[Any] = []
        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                found.append(_inline(instruction))
                continue
            operands, name = list(instruction.operands), str(instruction.operator)
            stroke = name.isupper()
            if name == "q":
                stack.append(dict(current))
            elif name == "Q" and stack:
                current = stack.pop()
            elif name in ("cs", "CS"):
                current[stroke] = _kind_of(operands[0], spaces)
                if current[stroke] not in _INKED:
                    continue
            elif name in ("sc", "SC", "scn", "SCN") and current[stroke] not in _INKED:
                colour = _colour_of(current[stroke], [float(value) for value in operands])
                operands, name = _operands(colour, stroke, in_grey)
            elif name in ("rg", "RG"):
                colour = tuple(float(value) for value in operands)
                operands, name = _operands(colour, stroke, in_grey)
            elif name in ("g", "G") and not in_grey:
                operands, name = _operands((float(operands[0]),) * 3, stroke, in_grey)
            found.append((operands, Operator(name)))
        return pikepdf.unparse_content_stream(found)

    def _shading(self, shading: Object, in_grey: bool) -> None:
        if not self._is_new(shading):
            return
        space = shading.get("/ColorSpace")
        if space == Name.DeviceRGB or (space == Name.DeviceGray and not in_grey):
            shading.ColorSpace = Name.DeviceGray if in_grey else Name.DeviceCMYK
            functions = shading.get("/Function")
            for function in functions if isinstance(functions, Array) else [functions]:
                self._function(function, in_grey)
            if "/Background" in shading:
                shading.Background = _array(shading.Background, in_grey)

    def _function(self, function: Any, in_grey: bool) -> None:
        if function is None or not self._is_new(function):
            return
        if function.FunctionType == 2:
            for key in ("/C0", "/C1"):
                default = Array([0]) if key == "/C0" else Array([1])
                function[key] = _array(function.get(key, default), in_grey)
            _drop(function, "/Range")
        elif function.FunctionType == 3:
            for part in function.Functions:
                self._function(part, in_grey)
            _drop(function, "/Range")
        else:
            raise ValueError(f"a gradient of kind {function.FunctionType} cannot be inked")

    def _image(self, image: Any) -> None:
        if not self._is_new(image) or image.get("/ImageMask", False):
            return
        space = image.get("/ColorSpace")
        if space in (Name.DeviceCMYK, Name.DeviceGray):
            return
        picture: Image.Image = pikepdf.PdfImage(image).as_pil_image()
        if picture.mode == "L":
            image.ColorSpace = Name.DeviceGray
            plates = picture
        else:
            plates = inks.picture_in_inks(picture)
            image.ColorSpace = Name.DeviceCMYK
        for key in ("/Decode", "/DecodeParms", "/Filter"):
            _drop(image, key)
        image.BitsPerComponent = 8
        image.write(plates.tobytes())


def _kind_of(space: Object, spaces: Any) -> str:
    name = str(space)
    found = spaces.get(name, space) if name not in ("/Pattern",) else space
    if isinstance(found, Array):
        kind = str(found[0])
        if kind == "/ICCBased":
            return {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}[int(found[1].N)]
        if kind == "/CalRGB":
            return "/DeviceRGB"
        return kind
    return str(found)


def _colour_of(kind: str, values: list[float]) -> tuple[float, ...]:
    """Red, green and blue (0 to 1) of a colour in another space."""
    if kind == "/DeviceRGB":
        return tuple(values[:3])
    if kind in ("/DeviceGray", "/CalGray"):
        return (values[0],) * 3
    if kind == "/Lab":
        return inks.rgb_of_lab(*values[:3])
    raise ValueError(f"colours of {kind} cannot be inked")


def _operands(colour: tuple[float, ...], stroke: bool, in_grey: bool) -> tuple[list[Any], str]:
    red, green, blue = colour
    if in_grey:
        return [inks.grey_of(red, green, blue)], "G" if stroke else "g"
    return list(inks.inks_of(red, green, blue)), "K" if stroke else "k"


def _rgb_in_inks(match: re.Match[bytes]) -> bytes:
    colour = tuple(float(part) for part in match.groups()[:3])
    return _written(*_operands(colour, match[4] == b"RG", in_grey=False))


def _rgb_in_grey(match: re.Match[bytes]) -> bytes:
    colour = tuple(float(part) for part in match.groups()[:3])
    return _written(*_operands(colour, match[4] == b"RG", in_grey=True))


def _grey_in_inks(match: re.Match[bytes]) -> bytes:
    return _written(*_operands((float(match[1]),) * 3, match[2] == b"G", in_grey=False))


def _written(operands: list[Any], name: str) -> bytes:
    return " ".join([*(f"{value:g}" for value in operands), name]).encode()


def _array(values: Any, in_grey: bool) -> Array:
    numbers = [float(value) for value in values]
    colour = tuple(numbers) if len(numbers) == 3 else (numbers[0],) * 3
    return Array(_operands(colour, stroke=False, in_grey=in_grey)[0])


def _inline(instruction: Any) -> Any:
    """A picture in the line, in inks."""
    image = instruction.iimage
    space = str(image.obj.get("/ColorSpace", image.obj.get("/CS", "")))
    if image.image_mask or space in ("/DeviceGray", "/G", "/DeviceCMYK", "/CMYK"):
        return instruction
    raise ValueError("a coloured picture in the line cannot be inked")
