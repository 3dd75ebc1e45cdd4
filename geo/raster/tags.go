package raster

// The fields of a directory that are read: TIFF 6.0, OGC 19-008r4 chapter 7,
// and those that GDAL registered.
const (
	tagSubfileType    = 254
	tagWidth          = 256
	tagHeight         = 257
	tagBits           = 258
	tagCompression    = 259
	tagFillOrder      = 266
	tagStripOffsets   = 273
	tagBands          = 277
	tagRowsPerStrip   = 278
	tagStripCounts    = 279
	tagPlanar         = 284
	tagPredictor      = 317
	tagTileWidth      = 322
	tagTileHeight     = 323
	tagTileOffsets    = 324
	tagTileCounts     = 325
	tagSampleFormat   = 339
	tagPixelScale     = 33550
	tagTiepoint       = 33922
	tagTransformation = 34264
	tagGeoKeys        = 34735
	tagGeoDoubles     = 34736
	tagGeoTexts       = 34737
	tagMetadata       = 42112
	tagNoData         = 42113
)

var tagNames = map[int]string{
	tagSubfileType: "NewSubfileType", tagWidth: "ImageWidth", tagHeight: "ImageLength", tagBits: "BitsPerSample", tagCompression: "Compression",
	tagFillOrder: "FillOrder", tagStripOffsets: "StripOffsets", tagBands: "SamplesPerPixel", tagRowsPerStrip: "RowsPerStrip",
	tagStripCounts: "StripByteCounts", tagPlanar: "PlanarConfiguration", tagPredictor: "Predictor", tagTileWidth: "TileWidth",
	tagTileHeight: "TileLength", tagTileOffsets: "TileOffsets", tagTileCounts: "TileByteCounts", tagSampleFormat: "SampleFormat",
	tagPixelScale: "ModelPixelScale", tagTiepoint: "ModelTiepoint", tagTransformation: "ModelTransformation", tagGeoKeys: "GeoKeyDirectory",
	tagGeoDoubles: "GeoDoubleParams", tagGeoTexts: "GeoAsciiParams", tagMetadata: "GDAL_METADATA", tagNoData: "GDAL_NODATA",
}

// The types of a field's values, TIFF 6.0 section 2 and BigTIFF.
const (
	typeByte   = 1
	typeASCII  = 2
	typeShort  = 3
	typeLong   = 4
	typeDouble = 12
	typeFloat  = 11
	typeLong8  = 16
)

// typeSizes are the bytes of a value of each type; 0 for what does not exist.
var typeSizes = [...]int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8}

// field is one entry of a directory. Its values stand in the file from pos on.
type field struct {
	tag, kind int
	count     uint64
	pos       int64
}

// size is the bytes of one value, 0 for an unknown type.
func (f *field) size() int64 {
	if f.kind < 0 || f.kind >= len(typeSizes) {
		return 0
	}
	return typeSizes[f.kind]
}
