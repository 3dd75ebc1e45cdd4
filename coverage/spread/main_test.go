package spread

import (
	"testing"

	"fugai/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }
